/** How the scripts are checked beside their types: eslint's recommended rules, and no shadowing. */
import js from "@eslint/js";
import globals from "globals";

export default [
  { ignores: ["**/node_modules/", ".venv*/", "out/", "maps/js/types.d.ts"] },
  js.configs.recommended,
  {
    files: ["maps/js/**/*.js"],
    languageOptions: { globals: { ...globals.browser, L: "readonly", zimnik: "readonly" } },
  },
  {
    files: ["tests/maps/js/**/*.js"],
    languageOptions: { globals: globals.nodeBuiltin },
  },
  {
    rules: {
      eqeqeq: "error",
      "no-shadow": "error",
      "no-var": "error",
      "object-shorthand": "error",
      "prefer-const": "error",
      "no-implicit-globals": "error",
      "max-lines-per-function": ["error", { max: 50, skipComments: true, skipBlankLines: true }],
      "no-restricted-globals": ["error", "event", "name", "length"],
    },
  },
];
