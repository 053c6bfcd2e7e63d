// What can be measured of a page from the inside; defined in every page of the suite before it is loaded.
window.measures = (() => {
  const shown = element => element.getClientRects().length > 0;
  const named = element => element.cloneNode(false).outerHTML.replace(/<\/.*$/, '') + element.textContent.trim().slice(0, 40);
  // on a phone the column heads are there for screen readers alone
  const elements = () => [...document.body.querySelectorAll('*')].filter(element => shown(element) && !element.closest('thead'));
  const hasText = element => [...element.childNodes].some(({ nodeType, data }) => nodeType === Node.TEXT_NODE && data.trim() !== '');

  /** Red, green, blue and opacity, each from 0 to 1. */
  const channels = colour => {
    const numbers = colour.match(/[\d.]+/g).map(Number);
    const [red, green, blue] = colour.startsWith('color(') ? numbers : numbers.map(number => number / 255);
    return { red, green, blue, opacity: numbers[3] ?? 1 };
  };
  const luminance = ({ red, green, blue }) => {
    const [r, g, b] = [red, green, blue].map(c => c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
    return 0.2126 * r + 0.7152 * g + 0.0722 * b;
  };
  const background = element => {
    const colour = channels(getComputedStyle(element).backgroundColor);
    if (colour.opacity === 1) return colour;
    if (colour.opacity > 0) throw new Error(`half transparent: ${named(element)}`);
    return background(element.parentElement);
  };
  const contrast = element => {
    const [dark, light] = [channels(getComputedStyle(element).color), background(element)].map(luminance).sort((a, b) => a - b);
    return (light + 0.05) / (dark + 0.05);
  };

  return {
    /** How many elements have text of their own. */
    texts: () => elements().filter(hasText).length,
    /** The elements whose text stands out less from what is behind it than WCAG AA asks for. */
    faint: () => elements().filter(hasText).filter(element => contrast(element) < 4.5).map(named),
    /** The elements that reach beyond the screen, or whose content reaches beyond them. */
    tooWide: () => [document.documentElement, ...elements()].filter(element =>
      element.getBoundingClientRect().right > innerWidth + 1 || (getComputedStyle(element).display !== 'inline' && element.scrollWidth > element.clientWidth + 1)).map(named),
    /** Whether the page is dark. */
    isDark: () => luminance(background(document.body)) < 0.5,
    /** What has the focus, and whether that can be seen. */
    focus: () => ({ text: document.activeElement.textContent, outline: parseFloat(getComputedStyle(document.activeElement).outlineWidth) }),
    /** What stands behind an element. */
    colourBehind: element => getComputedStyle(element).backgroundColor,
  };
})();
