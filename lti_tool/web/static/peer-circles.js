// What every page's script adds. Without it every page still works.
import { tellHeight } from "./frame-height.js";
import { lockSubmits } from "./submit-lock.js";
import { focusErrors } from "./error-focus.js";

tellHeight();
lockSubmits();
focusErrors();
