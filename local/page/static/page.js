// The page: a chat with Faircopy, the case file, and every copy that exists, as the server tells of them.

import { chat } from "./chat.js";
import { searchFor, side, sideWorks } from "./side.js";
import { ask, listen } from "./wire.js";

const at = (id) => document.getElementById(id);
let told = { step: null, count: null };

// One sentence for those who listen, a moment later, so that it is heard after what they pressed.
let saying = 0;
function announce(sentence) {
  clearTimeout(saying);
  saying = setTimeout(() => { at("live").textContent = sentence; }, 150);
}

function show(state) {
  const name = state.steps[state.step - 1];
  at("now-step").textContent = !state.ready ? "Starting…" : name ? `Now: ${state.step} ${name}` : "Ready";
  at("now-copies").textContent = state.ready ? ` · ${state.count} ${state.count === 1 ? "copy" : "copies"}` : "";
  at("waits").textContent = `${state.waits}.`;
  if (told.step !== state.step) at("steps").replaceChildren(...state.steps.map((s, n) => step(s, n + 1, state.step)));
  if (told.step !== null && told.step !== state.step && name) announce(`Step ${state.step}, ${name}.`);
  else if (told.count !== null && told.count !== state.count) announce(`${state.count} copies exist.`);
  told = { step: state.step, count: state.count };
  samples(state.samples, state.ready);
  at("helped").hidden = !state.helped;
  at("helped").textContent = state.helped ?? "";
  at("say").disabled = !state.ready;
  document.body.classList.toggle("begun", state.step > 0);
  chat(state.chat, announce);
  side(state);
}

function step(name, n, now) {
  const made = document.createElement("li");
  made.textContent = `${n} ${name}`;
  if (n < now) made.className = "done";
  if (n === now) made.setAttribute("aria-current", "step");
  return made;
}

function samples(some, ready) {
  const place = at("samples");
  if (!place.children.length) {
    for (const { name, title, about, search } of some) {
      place.append(button(title, about, (pressed) => {
        searchFor(search);
        return begin(pressed, () => ask("/sample", { name }));
      }));
    }
    const own = button("Your own .vtt", "A transcript of yours, invented please", () => picker.click());
    place.append(own);
    place.append(button("End a meeting", "You organised it, Faircopy was in it, and asks whether you want a draft", (pressed) =>
      begin(pressed, () => ask("/meeting", {}))));
  }
  for (const each of place.children) each.disabled = !ready || each.dataset.busy === "yes";
}

const picker = document.createElement("input");
picker.type = "file";
picker.accept = ".vtt,.txt,.docx";
picker.addEventListener("change", async () => {
  const [file] = picker.files;
  picker.value = "";
  if (file) await tried(() => ask(`/drop?name=${encodeURIComponent(file.name)}`, file.slice()));
});

function button(title, about, does) {
  const made = document.createElement("button");
  made.type = "button";
  made.textContent = title;
  made.title = about;
  made.addEventListener("click", () => does(made));
  return made;
}

async function begin(pressed, does) {
  pressed.dataset.busy = "yes";
  pressed.disabled = true;
  await tried(does);
  delete pressed.dataset.busy;
  pressed.disabled = false;
}

async function tried(does) {
  try {
    await does();
  } catch (error) {
    at("helped").hidden = false;
    at("helped").textContent = error.message;
    announce(error.message);
  }
}

// Enter sends; Shift and Enter begins a new line, and a pasted transcript keeps its own.
at("say").addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  at("compose").requestSubmit();
});
at("compose").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = at("say").value;
  if (!text.trim()) return;
  at("say").value = "";
  tried(() => ask("/say", { text }));
});
at("again").addEventListener("click", (event) => begin(event.currentTarget, () => ask("/again", {})));
sideWorks();
listen(show, (lost) => { at("stopped").hidden = !lost; });
