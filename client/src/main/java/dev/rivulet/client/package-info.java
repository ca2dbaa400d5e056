/**
 * The Java client of Rivulet: prompts in, streams out that resume by themselves. It needs the JDK and Jackson.
 *
 * <p><b>Threads.</b> {@link dev.rivulet.client.RivuletClient} is for any thread, and for many at once. A stream has one reader at
 * a time; {@code cancel()}, {@code close()} and what only looks ({@code turnId()}, {@code bookmark()}, {@code textSoFar()}) may be
 * called from any thread. A reader that waits can be interrupted. The client has a few threads of its own for its
 * connections, all daemons and all gone when {@link dev.rivulet.client.RivuletClient#close()} returns; callbacks never run on them.
 *
 * <p><b>Ends.</b> A turn that was answered, or cancelled, ends with a {@link dev.rivulet.client.TurnEnd}. Everything else is a
 * {@link dev.rivulet.client.RivuletException}, one type for each way a stream can end.
 */
package dev.rivulet.client;
