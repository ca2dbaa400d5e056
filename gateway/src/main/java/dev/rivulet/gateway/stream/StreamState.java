package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.tail.LiveTail.Attachment;

/** Where a {@link LogSubscriber} is between the log and its live end. */
sealed interface StreamState {

    /** Nothing asked for yet. */
    record Idle() implements StreamState {}

    /** Reads from the log towards the tail, and is not attached to it. */
    record Replaying() implements StreamState {}

    /** Attached; the events up to the attachment's position are being read, those after it are kept. */
    record Joining(Attachment attachment, JoinBuffer kept) implements StreamState {}

    /** Attached; events are shown as they come. */
    record Live(Attachment attachment) implements StreamState {}

    /** The reader is slow: nothing is read until it has caught up. */
    record Lagging() implements StreamState {}

    /** Over, for whatever reason. */
    record Ended() implements StreamState {}
}
