// The chat: each message in its place, changed only when it changes, with nothing typed lost and no focus thrown away.

import { drawn, markdown, whenColoursChange } from "./card.js";
import { ask } from "./wire.js";

const log = document.getElementById("log");
const shown = new Map(); // message id → what is on the screen for it
let announce = () => {};

/** Show these messages. `tell` says a sentence to those who listen. */
export function chat(messages, tell) {
  announce = tell;
  const ids = new Set(messages.map((m) => m.id));
  for (const [id, known] of shown) {
    if (ids.has(id)) continue;
    known.element.remove();
    shown.delete(id);
  }
  for (const message of messages) {
    const known = shown.get(message.id);
    const signature = JSON.stringify([message.text, message.cards, message.signIn, message.file]);
    if (!known) added(message, signature);
    else if (known.signature !== signature && !known.busy) changed(known, message, signature, false);
    else if (known.busy) known.waiting = [message, signature];
  }
}

whenColoursChange(() => {
  for (const known of shown.values()) changed(known, known.message, known.signature, false);
});

function added(message, signature) {
  const element = document.createElement("article");
  element.className = `message ${message.by}`;
  element.setAttribute("aria-label", message.by === "me" ? "You" : "Faircopy");
  const known = { element, message, signature, typed: new Map(), busy: false, waiting: null };
  const typing = (event) => {
    const value = valueOf(event.target, element);
    if (value) known.typed.set(...value);
  };
  element.addEventListener("input", typing);
  element.addEventListener("change", typing);
  shown.set(message.id, known);
  log.append(element);
  draw(known);
  bringUp(element);
  if (message.by === "bot") announce(`Faircopy: ${gist(element)}`);
}

// `own`: the change is the answer to this person's press. Else it came by itself, and what they type stays.
function changed(known, message, signature, own) {
  const at = focusIn(known.element);
  const before = title(known.element);
  Object.assign(known, { message, signature, waiting: null });
  if (own) known.typed.clear();
  draw(known);
  if (own) {
    const missed = known.element.querySelector("#missed");
    if (missed) return bringMissed(missed);
    (known.element.querySelector("[role=heading]") ?? log).focus({ preventScroll: true });
    bringUp(known.element);
  } else {
    const typing = document.activeElement?.matches?.("input, textarea, select") && at;
    if (at) at();
    const newest = known.element === log.lastElementChild;
    if (newest && !typing && scrolls() && title(known.element) !== before) bringUp(known.element);
  }
  announce(gist(known.element));
}

function title(element) {
  return element.querySelector("[role=heading]")?.textContent ?? "";
}

// A message's beginning to the top: of the chat where that scrolls by itself, else of the page.
function bringUp(element) {
  if (scrolls()) log.scrollTop += element.getBoundingClientRect().top - log.getBoundingClientRect().top - 12;
  else if (shown.size > 1) element.scrollIntoView({ block: "start" });
}

// What was not ticked stands at the end of a long card: that end stays in sight, and what is missing is read out.
function bringMissed(missed) {
  missed.tabIndex = -1;
  missed.focus({ preventScroll: true });
  missed.scrollIntoView({ block: "center" });
  announce(missed.textContent);
}

function scrolls() {
  return getComputedStyle(log).overflowY === "auto";
}

function draw(known) {
  const { element, message } = known;
  const parts = [];
  if (message.text) parts.push(textOf(message));
  if (message.file) parts.push(labelled("p", "file", message.file));
  for (const card of message.cards) {
    const made = drawn(card, known.typed, (pressed) => press(known, pressed));
    made.classList.add("card");
    parts.push(made);
  }
  if (message.signIn) parts.push(signIn(known));
  const boxes = parts.flatMap((part) => [...part.querySelectorAll("input[type=text], textarea")]).filter(mustBeTyped);
  if (boxes.length) (boxes.at(-1).closest(".ac-input-container") ?? boxes.at(-1)).after(helper(boxes));
  const say = labelled("p", "answer", "");
  say.hidden = true;
  element.replaceChildren(...parts, say);
}

// Only a person can write these. A visitor in a hurry may have a sentence typed for them, and still presses Save.
function mustBeTyped(box) {
  const label = box.getAttribute("aria-label") ?? document.getElementById(box.getAttribute("aria-labelledby"))?.textContent ?? "";
  return !box.value && labelOf(box, label).includes("(required)");
}

function labelOf(box, found) {
  return found || (box.closest(".ac-input-container")?.parentElement?.querySelector("label")?.textContent ?? "");
}

function helper(boxes) {
  const button = labelled("button", "helper", "Demo: type a sentence for me");
  button.type = "button";
  button.addEventListener("click", () => {
    for (const box of boxes) {
      box.value = "These are the practitioner's own words.";
      box.dispatchEvent(new Event("input", { bubbles: true }));
    }
    boxes[0].focus();
    button.hidden = true;
  });
  return button;
}

function textOf(message) {
  const element = labelled("div", "text", message.text);
  if (message.format === "markdown") element.innerHTML = markdown.render(message.text);
  else element.classList.add("plain"); // its lines are its own
  return element;
}

function signIn(known) {
  const button = labelled("button", "main", "Sign in");
  button.type = "button";
  button.addEventListener("click", () => working(known, button, () => ask("/sign-in", {})));
  return button;
}

function press(known, pressed) {
  const button = known.element.contains(document.activeElement) ? document.activeElement : null;
  working(known, button, () => ask("/press", { message: known.message.id, ...pressed }));
}

// A press is under way: nothing else of this message can be pressed, and it says so in words.
async function working(known, button, does) {
  if (known.busy) return;
  known.busy = true;
  known.element.setAttribute("aria-busy", "true");
  const label = button?.tagName === "BUTTON" ? button.textContent : null;
  if (label !== null) button.textContent = "Working…";
  else button?.classList.add("working");
  for (const each of pressable(known)) each.setAttribute("aria-disabled", "true");
  say(known, "");
  try {
    const { body } = await does();
    known.busy = false;
    const type = String(body?.type ?? "");
    if (type.endsWith("card.adaptive")) {
      const message = { ...known.message, cards: [body.value, ...known.message.cards.slice(1)] };
      changed(known, message, JSON.stringify([message.text, message.cards, message.signIn, message.file]), true);
    } else if (type.endsWith("activity.message") || type.endsWith("error")) {
      say(known, typeof body.value === "string" ? body.value : (body.value?.message ?? "That did not work."));
    }
  } catch (error) {
    say(known, error.message);
  }
  known.busy = false;
  known.element.removeAttribute("aria-busy");
  if (label !== null && button.isConnected) button.textContent = label;
  button?.classList.remove("working");
  for (const each of pressable(known)) each.removeAttribute("aria-disabled");
  if (known.waiting && known.waiting[1] !== known.signature) changed(known, ...known.waiting, false);
  known.waiting = null;
}

function pressable(known) {
  return known.element.querySelectorAll("button, [role=button]");
}

function say(known, sentence) {
  const place = known.element.querySelector(".answer");
  place.textContent = sentence;
  place.hidden = !sentence;
  if (sentence) {
    if (scrolls()) log.scrollTop += Math.max(0, place.getBoundingClientRect().bottom - log.getBoundingClientRect().bottom);
    else place.scrollIntoView({ block: "nearest" });
    announce(sentence);
  }
}

// What brings the focus back to the same box or button after a message was drawn again.
function focusIn(element) {
  const at = document.activeElement;
  if (!element.contains(at)) return null;
  const all = [...element.querySelectorAll("input, textarea, select, button, [role=button]")];
  const place = all.indexOf(at);
  const [start, end] = [at.selectionStart, at.selectionEnd];
  return () => {
    const now = [...element.querySelectorAll("input, textarea, select, button, [role=button]")][place];
    const target = now && now.tagName === at.tagName ? now : element.querySelector("[role=heading]");
    target?.focus({ preventScroll: true });
    if (typeof start === "number" && target === now) now.setSelectionRange?.(start, end);
  };
}

// The id of a card's input and its value, from the control that somebody used.
function valueOf(control, element) {
  const box = control.closest(".ac-input-container, .ac-input") ?? control;
  const id = idOf(box, element);
  if (!id) return null;
  if (control.type === "checkbox" && !control.closest(".ac-choiceSetInput-multiSelect")) return [id, String(control.checked)];
  if (control.type === "checkbox") {
    return [id, [...control.closest(".ac-choiceSetInput-multiSelect").querySelectorAll("input:checked")].map((c) => c.value).join(",")];
  }
  if (control.type === "radio" && !control.checked) return null;
  return [id, control.value];
}

function idOf(box, element) {
  for (let at = box; at && at !== element; at = at.parentElement) if (at.id) return at.id;
  return null;
}

// The first words of a message, for those who listen.
function gist(element) {
  const heading = element.querySelector("[role=heading]");
  const bold = [...element.querySelectorAll(".card .ac-richTextBlock, .card .ac-textBlock")].map((e) => e.textContent.trim());
  return heading ? [heading.textContent.trim(), bold[1]].filter(Boolean).join(". ") : element.textContent.trim().slice(0, 200);
}

function labelled(tag, name, text) {
  const made = document.createElement(tag);
  made.className = name;
  made.textContent = text;
  return made;
}
