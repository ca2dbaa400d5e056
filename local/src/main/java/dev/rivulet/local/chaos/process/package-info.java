/** The processes that are to be killed, and their replacements. */
package dev.rivulet.local.chaos.process;
