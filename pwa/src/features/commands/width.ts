/** How wide a text is on a notification, in 汉字: the server counts in the same way. */
const FULL = /[\u1100-\u115f\u2e80-\u303e\u3041-\u33ff\u3400-\u4dbf\u4e00-\u9fff\ua000-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3fffd}]/u;

export const width = (text: string) => [...text].reduce((sum, letter) => sum + (FULL.test(letter) ? 1 : 0.5), 0);
