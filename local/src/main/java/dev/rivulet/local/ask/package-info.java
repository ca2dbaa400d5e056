/** Submits one prompt and shows its answer. */
package dev.rivulet.local.ask;
