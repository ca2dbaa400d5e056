/** Ids and values that commands, events and results share. */
package dev.rivulet.schemas;
