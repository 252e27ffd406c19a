// What the pages do beyond plain forms and links. Everything works without it.
import "./clipped_text.js";
import "./focus.js";
import "./forms.js";
import "./in_place.js";
import "./menus.js";
import "./requests.js";
import "./session.js";
import "./setup_token.js";
import "./unsaved.js";
