// What the pages do beyond plain forms and links. Everything works without it.
import "./choices.js";
import "./clipped_text.js";
import "./focus.js";
import "./forms.js";
import "./in_place.js";
import "./menus.js";
import "./morph.js";
import "./problems.js";
import "./requests.js";
import "./reveal.js";
import "./row_keys.js";
import "./rows.js";
import "./search_key.js";
import "./select_all.js";
import "./session.js";
import "./setup_token.js";
import "./unsaved.js";
