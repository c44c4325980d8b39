// What the page asks of its server, and what it is told.

/** Ask for something to be done; its answer. A fault is an Error with a sentence. */
export async function ask(path, body) {
  const file = body instanceof Blob;
  let answer;
  try {
    answer = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": file ? "application/octet-stream" : "application/json" },
      body: file ? body : JSON.stringify(body ?? {}),
    });
  } catch {
    throw new Error("The demo does not answer. Is it still running?");
  }
  const told = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(told.said ?? "That did not work. Try again.");
  return told;
}

/** Be told of every state; `lost` is told when nothing comes any more, and when it comes again. */
export function listen(show, lost) {
  const events = new EventSource("/events");
  events.addEventListener("state", (event) => {
    lost(false);
    show(JSON.parse(event.data));
  });
  events.onerror = () => lost(true);
}
