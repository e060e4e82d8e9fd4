/** A turn for everybody else: the browser draws and answers a finger before what comes next. */
export const turn = () => new Promise<void>((go) => setTimeout(go));
