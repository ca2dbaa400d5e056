/**
 * The Java client of Rivulet: submits prompts and reads streams that resume by themselves. It needs the JDK and
 * Jackson.
 *
 * <p><b>Threads.</b> {@link dev.rivulet.client.RivuletClient} is thread-safe. A stream has one reader at a time; {@code
 * cancel()}, {@code close()}, {@code turnId()}, {@code bookmark()} and {@code textSoFar()} may be called from any
 * thread. A waiting reader can be interrupted. The client's own threads are daemons and end when {@link
 * dev.rivulet.client.RivuletClient#close()} returns; callbacks never run on them.
 *
 * <p><b>Ends.</b> A turn that is done or cancelled ends with a {@link dev.rivulet.client.TurnEnd}. Everything else is a
 * {@link dev.rivulet.client.RivuletException}, with one subtype for each way a stream can end.
 */
package dev.rivulet.client;
