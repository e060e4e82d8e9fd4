/** My hours, certificates and calendar; my own record, carried away or destroyed. */
import { api, named, take } from "@/platform/api";
import type { MyHours, MyRecord, MyRecordEdit } from "@/platform/shapes";
import { fetchTo } from "./register";

export const loadHours = (): Promise<MyHours> => take(api.GET("/api/me/hours", {}));
export const saveCertificate = (signup: string, name: string) => fetchTo(`/api/me/certificates/${signup}/certificate.pdf`, name);

/** The whole address of the calendar; the one before leads nowhere any more. */
export const makeCalendar = async (): Promise<string> => `${location.origin}${(await take(api.POST("/api/me/calendar", {}))).path}`;
export const stopCalendar = () => take(api.DELETE("/api/me/calendar", {}));
/** What phones and desks open with their calendar. */
export const asWebcal = (address: string) => address.replace(/^https?:/, "webcal:");

export const loadRecord = (): Promise<MyRecord> => take(api.GET("/api/me/volunteer", {}));
export const joinRegister = (): Promise<MyRecord> => take(api.PUT("/api/me/volunteer", {}));
export const editRecord = (body: MyRecordEdit): Promise<MyRecord> => take(api.PATCH("/api/me/volunteer", { params: { header: named() }, body }));
export const saveMyData = () => fetchTo("/api/me/volunteer/data.json", "my-data.json");
export const eraseMe = () => take(api.POST("/api/me/volunteer/erase", { body: { confirm: true } }));
