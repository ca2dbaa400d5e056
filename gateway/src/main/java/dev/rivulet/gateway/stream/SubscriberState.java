package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.tail.LiveTail.Attachment;
import java.util.List;

/**
 * The state of a {@link LogSubscriber}. Each state overrides the methods for what it reacts to; the others have no
 * effect. Owned by the reader's loop.
 */
abstract sealed class SubscriberState {

    /** The subscriber's reader is ready to be shown events. */
    void begin() {}

    /** Live records have arrived from the tail. */
    void onRecords(List<ChunkRecord> records) {}

    /** The tail has lost its position: records may have been skipped. */
    void onResync() {}

    /** Takes the next step towards the tail. */
    void advance() {}

    /** Kafka has returned the log's end, and the subscriber's position is not beyond it. */
    void onEndChecked() {}

    /** The sink is full. */
    void onFull() {}

    /** The sink that was full has room again. */
    void drained() {}

    /** Releases what the next state does not use. */
    void leave(SubscriberState next) {}

    /** Neither attached nor reading. */
    static final class Idle extends SubscriberState {}

    /**
     * Attached to the tail; shows nothing yet. Live records are buffered. If they do not fit, the log is read later.
     */
    static final class Attached extends SubscriberState {

        private final LogSubscriber<?> subscriber;
        private final Attachment attachment;
        private final JoinBuffer buffer = new JoinBuffer();
        private boolean overflowed;

        Attached(LogSubscriber<?> subscriber, Attachment attachment) {
            this.subscriber = subscriber;
            this.attachment = attachment;
        }

        @Override
        void begin() {
            if (overflowed) {
                subscriber.replay();
            } else {
                subscriber.advanceTo(new Joining(subscriber, attachment, buffer));
            }
        }

        @Override
        void onRecords(List<ChunkRecord> records) {
            if (!buffer.add(records)) {
                onResync();
            }
        }

        @Override
        void onResync() {
            overflowed = true;
            attachment.detach();
        }

        @Override
        void leave(SubscriberState next) {
            if (!(next instanceof Joining)) {
                attachment.detach();
            }
        }
    }

    /** Not attached. Reads the log up to the tail's position. */
    static final class Replaying extends SubscriberState {

        private final LogSubscriber<?> subscriber;

        Replaying(LogSubscriber<?> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        void advance() {
            if (!subscriber.requirePosition()) {
                return;
            }
            long tail = subscriber.tailPosition();
            if (subscriber.next() < tail) {
                subscriber.readTo(tail);
            } else if (subscriber.next() == tail) {
                onEndChecked();
            } else {
                // Another gateway's tail was ahead of this one, or the log has lost records.
                subscriber.checkEnd();
            }
        }

        @Override
        void onEndChecked() {
            subscriber.advanceTo(new Joining(subscriber, subscriber.attachToTail(), new JoinBuffer()));
        }

        @Override
        void onFull() {
            subscriber.enter(new Lagging(subscriber));
        }
    }

    /** Attached. Reads the records before the attachment's position, and buffers live ones. */
    static final class Joining extends SubscriberState {

        private final LogSubscriber<?> subscriber;
        private final Attachment attachment;
        private final JoinBuffer buffer;

        Joining(LogSubscriber<?> subscriber, Attachment attachment, JoinBuffer buffer) {
            this.subscriber = subscriber;
            this.attachment = attachment;
            this.buffer = buffer;
        }

        @Override
        void onRecords(List<ChunkRecord> records) {
            if (!buffer.add(records)) {
                // The page that was requested is still shown; then the log is read further.
                subscriber.enter(new Replaying(subscriber));
            }
        }

        @Override
        void onResync() {
            subscriber.replay();
        }

        @Override
        void advance() {
            if (subscriber.next() < attachment.position()) {
                subscriber.readTo(attachment.position());
                return;
            }
            subscriber.enter(new Live(subscriber, attachment));
            if (subscriber.show(buffer.records())) {
                subscriber.caughtUp();
            }
        }

        @Override
        void onFull() {
            subscriber.leaveTail();
        }

        @Override
        void leave(SubscriberState next) {
            if (!(next instanceof Live)) {
                attachment.detach();
            }
        }
    }

    /** Attached. Live records are shown when they arrive. */
    static final class Live extends SubscriberState {

        private final LogSubscriber<?> subscriber;
        private final Attachment attachment;

        Live(LogSubscriber<?> subscriber, Attachment attachment) {
            this.subscriber = subscriber;
            this.attachment = attachment;
        }

        @Override
        void onRecords(List<ChunkRecord> records) {
            subscriber.show(records);
        }

        @Override
        void onResync() {
            subscriber.replay();
        }

        @Override
        void onFull() {
            subscriber.leaveTail();
        }

        @Override
        void drained() {
            subscriber.caughtUp();
        }

        @Override
        void leave(SubscriberState next) {
            attachment.detach();
        }
    }

    /** The sink is full. Nothing is read until it has room. */
    static final class Lagging extends SubscriberState {

        private final LogSubscriber<?> subscriber;

        Lagging(LogSubscriber<?> subscriber) {
            this.subscriber = subscriber;
        }

        @Override
        void drained() {
            subscriber.replay();
        }
    }

    /** The subscription has ended. */
    static final class Ended extends SubscriberState {}
}
