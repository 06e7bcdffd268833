// What html-validate holds our pages to: everything it recommends, its rules of accessibility and of the standard.
// A rule that is switched off or told something says why.
export default {
  root: true,
  extends: ["html-validate:recommended", "html-validate:a11y", "html-validate:standard"],
  rules: {
    // Checkboxes of one question share a name; the server reads a list.
    "form-dup-name": ["error", { shared: ["radio", "checkbox", "submit"] }],
    // The templates' own line ends: invisible, and compressed away.
    "no-trailing-whitespace": "off",
    // Numbers are an organisation's own text; base.css keeps those that can be called on one line.
    "tel-non-breaking": "off",
    // Lower case, as everything else in the templates.
    "doctype-style": ["error", { style: "lowercase" }],
  },
};
