// Where a reader is, and where an address leads: the place in the navigation, and what is sought.
page.places = (() => {
  "use strict";
  // What an address asks for, such as #area=Oxfordshire or #verdict=contradicted&words=p26.
  function asked() {
    const hash = location.hash.slice(1);
    return hash.includes("=") ? Object.fromEntries(new URLSearchParams(hash)) : {};
  }

  // Writes what is chosen into the address, without a step of the browser's history.
  function keep(choices) {
    const chosen = Object.entries(choices).filter(([, value]) => value);
    const words = new URLSearchParams(chosen).toString();
    history.replaceState(null, "", words ? `#${words}` : location.pathname + location.search);
  }

  return { asked, keep };
})();

page.later(() => {
  "use strict";
  const links = [...document.querySelectorAll(".places a[href^='#']")];
  const parts = links.map((link) => document.querySelector(link.getAttribute("href")));

  // The last section whose head has passed the upper third of the window.
  function mark() {
    const at = parts.findLastIndex((part) => part.getBoundingClientRect().top < innerHeight / 3);
    links.forEach((link, place) => {
      if (place === Math.max(at, 0)) link.setAttribute("aria-current", "location");
      else link.removeAttribute("aria-current");
    });
  }

  let waiting = false;
  addEventListener("scroll", () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => { waiting = false; mark(); });
  }, { passive: true });
  mark();
});
