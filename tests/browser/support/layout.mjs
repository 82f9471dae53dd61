// Measures: what sticks out of the page, and what is too small for a finger.

/** Elements that reach beyond the window's sides, and the page itself if it scrolls sideways. */
export function outside(page) {
  return page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const found = [];
    if (document.documentElement.scrollWidth > width) found.push(`page ${document.documentElement.scrollWidth} > ${width}`);
    for (const element of document.body.querySelectorAll("*")) {
      if (element.closest(".unseen, svg") || !element.checkVisibility()) continue;
      const { left, right } = element.getBoundingClientRect();
      if (left < -0.5 || right > width + 0.5) found.push(`${element.tagName}.${element.className} ${left}–${right}`);
      if (element.scrollWidth > element.clientWidth + 1 && getComputedStyle(element).display !== "inline" && element.clientWidth) {
        if (!["INPUT", "SELECT"].includes(element.tagName)) found.push(`${element.tagName}.${element.className} overflows`);
      }
    }
    return found;
  });
}

/** What can be pressed and is smaller than 44 px either way. A label counts for its box. */
export function tooSmall(page) {
  return page.evaluate(() => {
    const found = [];
    for (const element of document.querySelectorAll("button, a, input, select, summary, [role=button]")) {
      if (element.closest(".unseen") || !element.checkVisibility({ visibilityProperty: true })) continue;
      const boxes = [element, ...(element.labels ?? [])].map((node) => node.getBoundingClientRect());
      const width = Math.max(...boxes.map((box) => box.width));
      const height = Math.max(...boxes.map((box) => box.height));
      if (width < 43.9 || height < 43.9) found.push(`${element.tagName} ${element.textContent || element.id} ${width}×${height}`);
    }
    return found;
  });
}

/** What has the focus, where another thing lies over it. */
export function covered(page) {
  return page.evaluate(() => {
    const element = document.activeElement;
    if (element === document.body) return undefined;
    const { left, right, top, bottom } = element.getBoundingClientRect();
    const seen = (y) => element.contains(document.elementFromPoint((left + right) / 2, y));
    return seen(top + 2) && seen(bottom - 2) ? undefined : element.textContent || element.id;
  });
}
