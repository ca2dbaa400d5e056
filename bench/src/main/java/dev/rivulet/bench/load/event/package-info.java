/** What arrives: tokens, ends and errors of streams, and whether each token came once and in order. */
package dev.rivulet.bench.load.event;
