/** People as who keeps the accounts sees them: found, added, corrected, let in and out. */
import { api, named, take } from "@/platform/api";
import { authorizedFetch } from "@/platform/api";
import { language } from "@/i18n";
import { problemFrom } from "@/platform/problem";
import type { Issued, NewPerson, PeopleQuery, Person, PersonEdit, Role, SheetShown } from "@/platform/shapes";

export interface Page { items: Person[]; next_cursor: string | null }

const of = (person_id: string) => ({ params: { header: named(), path: { person_id } } });
const grantOf = (person_id: string, grant_id: string) => ({ params: { header: named(), path: { person_id, grant_id } } });

export const listPeople = (query: PeopleQuery): Promise<Page> => take(api.GET("/api/people", { params: { query } }));
export const onePerson = (person_id: string): Promise<Person> => take(api.GET("/api/people/{person_id}", { params: { path: { person_id } } }));
export const addPerson = (body: NewPerson): Promise<Person> => take(api.POST("/api/people", { params: { header: named() }, body }));
export const editPerson = (id: string, body: PersonEdit): Promise<Person> => take(api.PATCH("/api/people/{person_id}", { ...of(id), body }));
export const deactivate = (id: string): Promise<Person> => take(api.POST("/api/people/{person_id}/deactivate", of(id)));
/** `grants`: those that a deactivation just ended, to take it back. */
export const reactivate = (id: string, grants: string[] = []): Promise<Person> => take(api.POST("/api/people/{person_id}/reactivate", { ...of(id), body: { grants } }));
export const grantRole = (id: string, body: { role: Role; area_code: string; is_lead: boolean }): Promise<Person> => take(api.POST("/api/people/{person_id}/grants", { ...of(id), body }));
export const setLead = (id: string, grant: string, is_lead: boolean): Promise<Person> => take(api.PATCH("/api/people/{person_id}/grants/{grant_id}", { ...grantOf(id, grant), body: { is_lead } }));
export const revokeRole = (id: string, grant: string): Promise<unknown> => take(api.DELETE("/api/people/{person_id}/grants/{grant_id}", grantOf(id, grant)));

export async function issuePassword(person: Person, username: string | null): Promise<Issued> {
  const issued = await take(api.POST("/api/people/{person_id}/password", { params: { path: { person_id: person.id } }, body: { username } }));
  return { ...issued, person_id: person.id, name: person.name };
}

export async function issueAccounts(people: string[]): Promise<{ issued: Issued[]; kept: string[] }> {
  return take(api.POST("/api/people/accounts", { body: { people, anew: false } }));
}

export async function countPeople(): Promise<Map<string, number>> {
  const { items } = await take(api.GET("/api/people/counts", {}));
  return new Map(items.map((item) => [item.area_code, item.people]));
}

export async function readSheet(file: File): Promise<SheetShown[]> {
  return (await take(api.POST("/api/people/import/sheet", { body: bytesOf(file) }))).sheets;
}

/** The bytes alone: what the phone believes the file to be is not said, the server looks for itself. */
const bytesOf = (file: File) => new Blob([file], { type: "application/octet-stream" }) as unknown as string;

/** A download needs the bearer, so the file comes by hand. */
export async function template(): Promise<Blob> {
  const response = await authorizedFetch(new Request(`/api/people/import/template.xlsx?language=${language.value}`));
  if (!response.ok) throw problemFrom(response.status, await response.json().catch(() => null));
  return response.blob();
}
