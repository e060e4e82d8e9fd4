"""What a page's IndexedDB holds, read beside the app."""

from typing import Any

from playwright.sync_api import Page

ALL = """([name, store]) => new Promise((done, fail) => {
    const asked = indexedDB.open(name);
    asked.onerror = fail;
    asked.onsuccess = () => {
        const database = asked.result;
        const rows = database.transaction(store).objectStore(store).getAll();
        rows.onsuccess = () => { database.close(); done(JSON.parse(JSON.stringify(rows.result))); };
    };
})"""


def stored(page: Page, database: str, store: str) -> list[dict[str, Any]]:
    """Each row as JSON; what is no JSON, such as a photo, is an empty object."""
    rows: list[dict[str, Any]] = page.evaluate(ALL, [database, store])
    return rows
