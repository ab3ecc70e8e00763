/** Words beside numbers, in the form that the number asks for. */

/**
 * Plural categories in the order in which templates give their forms.
 * @type {Record<string, string[]>}
 */
const FORMS = { en: ["one", "other"], ru: ["one", "few", "many"] };
// Where a language has a form for a few, what is no whole number takes it.
const FRACTION = "few";

/**
 * Return the form of a word that stands beside a number.
 * @param {string} language
 * @param {number} count
 * @param {string[]} forms
 */
export function pluralForm(language, count, forms) {
  const order = FORMS[language] ?? FORMS.en;
  const category = new Intl.PluralRules(language).select(count);
  const at = order.indexOf(category);
  return forms[at < 0 ? order.indexOf(FRACTION) : at] ?? forms[forms.length - 1];
}
