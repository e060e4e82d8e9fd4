// Says whether this device trusts the cockpit: a picture over https arrives, or it does not.
const PATIENCE_MS = 8000;
const app = document.body.dataset.app;
const state = document.getElementById("state");
const said = document.getElementById("said");
const tried = document.getElementById("tried");
const words = state.dataset;

function isTrusted() {
  return new Promise((tell) => {
    const picture = new Image();
    const patience = setTimeout(() => tell(false), PATIENCE_MS);
    const end = (answer) => (clearTimeout(patience), tell(answer));
    picture.onload = () => end(true);
    picture.onerror = () => end(false);
    // A browser that was told no once must ask anew.
    picture.src = `${app}/icons/icon-192.png?${Date.now()}`;
  });
}

async function look(place) {
  place.textContent = words.checking;
  const trusted = await isTrusted();
  place.textContent = trusted ? words.trusted : words.untrusted;
  state.classList.toggle("good", trusted);
  document.getElementById("open").hidden = !trusted;
  document.getElementById("open-below").hidden = !trusted;
  if (place !== said) said.textContent = place.textContent;
}

document.getElementById("try").addEventListener("click", () => void look(tried));
// Coming back from Settings, people expect the page to know.
document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && void look(said));
void look(said);
