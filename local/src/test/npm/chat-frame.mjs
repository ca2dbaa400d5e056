// Bundled for a browser: what a frame offers that is loaded by chat-in-page.mjs.
import { load, messagesOf } from "./rivulet-page.mjs";

Object.assign(window, { load, messagesOf });
