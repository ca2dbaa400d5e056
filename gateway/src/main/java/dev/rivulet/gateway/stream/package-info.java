/** Readers: each subscribes to the log, and is shown its events until it has ended, left, or been lost. */
package dev.rivulet.gateway.stream;
