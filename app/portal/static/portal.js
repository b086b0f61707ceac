// What pages do beyond reading and sending forms. Every page works without it.
const each = (selector, act) => document.querySelectorAll(selector).forEach(act);

each(".crr-menu", (button) => {
  const menu = document.getElementById(button.getAttribute("aria-controls"));
  button.addEventListener("click", () => {
    const open = menu.classList.toggle("ds_site-navigation--open");
    button.setAttribute("aria-expanded", String(open));
  });
});

each(".crr-warning__read", (button) =>
  button.addEventListener("click", () => {
    sessionStorage.setItem("content-warning", "read");
    document.documentElement.classList.add("content-warning-read");
    document.getElementById("main").focus();
  }),
);

// People who read by ear learn of a refused form at once.
document.getElementById("error-summary")?.focus();

// A file may be dropped as well as browsed for.
each(".crr-drop", (zone) => {
  const field = zone.querySelector("input[type=file]");
  const said = zone.querySelector("[data-chosen]");
  const say = () => {
    const file = field.files[0];
    said.textContent = file
      ? `Chosen: ${file.name} (${(file.size / 1048576).toFixed(1)} MB)`
      : "";
  };
  const over = (yes) => (event) => {
    event.preventDefault();
    zone.classList.toggle("crr-drop--over", yes);
  };
  zone.addEventListener("dragover", over(true));
  zone.addEventListener("dragleave", over(false));
  zone.addEventListener("drop", (event) => {
    over(false)(event);
    if (event.dataTransfer.files.length) field.files = event.dataTransfer.files;
    say();
  });
  field.addEventListener("change", say);
});

// A second press of a button would send the form twice.
each("form[data-once]", (form) =>
  form.addEventListener("submit", () =>
    setTimeout(() => form.querySelectorAll("button").forEach((b) => (b.disabled = true))),
  ),
);

each("[data-events]", (list) => {
  const heard = new EventSource(list.dataset.events);
  const words = JSON.parse(list.dataset.words);
  heard.addEventListener("step", (event) => {
    const step = JSON.parse(event.data);
    const row = list.querySelector(`[data-step="${step.step}"]`);
    if (!row) return;
    row.dataset.state = step.state;
    row.querySelector("[data-says]").textContent = step.message || words[step.state];
  });
  heard.addEventListener("state", () => {
    heard.close();
    location.assign(list.dataset.onward);
  });
});

// Clearance by keyboard: from one identifier to the next, and the common decisions.
each("[data-clearance]", (bench) => {
  const spans = [...bench.querySelectorAll("a.crr-span")];
  const here = () => spans.findIndex((span) => span.hasAttribute("aria-current"));
  const current = spans[here()];
  const text = bench.querySelector(".crr-document");
  if (current) text.scrollTop = current.offsetTop - text.offsetTop - text.clientHeight / 3;
  // Whoever speaks to the computer can switch single keys off.
  const keys = bench.querySelector("[data-keys]");
  if (keys) keys.checked = localStorage.getItem("keys") !== "off";
  keys?.addEventListener("change", () => localStorage.setItem("keys", keys.checked ? "on" : "off"));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !keys?.checked) return;
    if (event.target.closest("input, textarea, select")) {
      if (event.target.type !== "radio" && event.target.type !== "checkbox") return;
    }
    const go = (step) => {
      const at = spans[(here() + step + spans.length) % spans.length];
      if (at) location.assign(at.href);
    };
    const form = bench.querySelector("form[data-decide]");
    const choose = (value) => {
      const radio = form?.querySelector(`input[value="${value}"]`);
      if (radio) radio.checked = true;
      radio?.focus();
    };
    const acts = {
      j: () => go(1),
      k: () => go(-1),
      r: () => choose("remove"),
      g: () => choose("generalise"),
      p: () => choose("pseudonymise"),
      n: () => choose("not_an_identifier"),
      a: () => form?.querySelector("[name=all_alike]")?.click(),
      s: () => form?.requestSubmit(),
    };
    const act = acts[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  });
});
