/** Reads from the log what lost attempts had produced, and writes their results. */
package dev.rivulet.worker.recovery;
