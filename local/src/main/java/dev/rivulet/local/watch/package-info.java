/** Shows the events of a session live. */
package dev.rivulet.local.watch;
