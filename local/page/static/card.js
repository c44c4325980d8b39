// One adaptive card, drawn by Microsoft's renderer as Teams draws it, with what was typed kept over an update.

const { AdaptiveCard, ExecuteAction, HostConfig } = globalThis.AdaptiveCards;

// Words are words: a link in a card leads nowhere here, because nothing leaves this computer.
export const markdown = globalThis.markdownit({ html: false, linkify: false }).disable(["link", "image", "autolink"]);
AdaptiveCard.onProcessMarkdown = (text, result) => {
  result.outputHtml = markdown.render(text);
  result.didProcess = true;
};

const dark = globalThis.matchMedia("(prefers-color-scheme: dark)");

// Teams' published host configs, as far as these cards use them.
function host() {
  const [page, box, accent, warning, words, subtle, line] = dark.matches
    ? ["#292929", "#383838", "#31335c", "#463100", "#ffffff", "#d6d6d6", "#666666"]
    : ["#ffffff", "#f3f2f1", "#e8ebfa", "#fbf3df", "#242424", "#595959", "#d1d1d1"];
  const colours = Object.fromEntries(
    ["default", "dark", "light", "accent", "good", "warning", "attention"].map((name) => [
      name,
      { default: words, subtle, highlightColors: { default: "transparent", subtle: "transparent" } },
    ]),
  );
  const style = (backgroundColor) => ({ backgroundColor, foregroundColors: colours });
  const label = { color: "default", isSubtle: false, size: "default", suffix: "", weight: "bolder" };
  return new HostConfig({
    fontFamily: "inherit",
    supportsInteractivity: true,
    spacing: { small: 8, default: 12, medium: 16, large: 20, extraLarge: 24, padding: 12 },
    separator: { lineThickness: 1, lineColor: line },
    fontSizes: { small: 12, default: 14, medium: 14, large: 18, extraLarge: 24 },
    fontWeights: { lighter: 400, default: 400, bolder: 600 },
    containerStyles: {
      default: style(page), emphasis: style(box), accent: style(accent),
      good: style(box), warning: style(warning), attention: style(warning),
    },
    actions: { maxActions: 6, spacing: "default", buttonSpacing: 0, actionsOrientation: "horizontal", actionAlignment: "left" },
    inputs: { label: { inputSpacing: "small", requiredInputs: label, optionalInputs: label } },
    textBlock: { headingLevel: 3 },
    textStyles: { heading: { size: "large", weight: "bolder", color: "default", isSubtle: false } },
  });
}

/** Call `redraw` whenever the visitor's colours change. */
export function whenColoursChange(redraw) {
  dark.addEventListener("change", redraw);
}

/** A card's element. `press` is told of each button: its verb, its own data, the inputs, and the element pressed. */
export function drawn(json, typed, press) {
  const card = new AdaptiveCard();
  card.hostConfig = host();
  card.onExecuteAction = (action) => {
    if (!(action instanceof ExecuteAction)) return;
    const own = action.toJSON();
    const inputs = own.associatedInputs === "none" ? {} : inputsOf(card);
    press({ verb: own.verb, data: own.data ?? {}, inputs });
  };
  card.parse(filled(json, typed));
  const element = card.render();
  for (const heading of element.querySelectorAll("[role=heading]")) heading.tabIndex = -1;
  return element;
}

function inputsOf(card) {
  const values = {};
  for (const input of card.getAllInputs()) {
    // A choice that nobody made is absent, as in Teams.
    if (input.id && input.value !== undefined) values[input.id] = String(input.value);
  }
  return values;
}

// The same card with what was typed into it and not yet sent.
function filled(json, typed) {
  if (!typed.size) return json;
  return JSON.parse(JSON.stringify(json), (_, thing) => {
    if (thing && typeof thing === "object" && String(thing.type).startsWith("Input.") && typed.has(thing.id)) {
      thing.value = typed.get(thing.id);
    }
    return thing;
  });
}
