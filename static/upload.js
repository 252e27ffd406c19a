// The pages that a file can be given to. They work without this, by a plain form.
import "./chosen_file.js";
import "./drop_and_paste.js";
import "./upload_progress.js";
