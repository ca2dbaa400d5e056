/** Output to terminals and pipes. */
package dev.rivulet.local.screen;
