package dev.rivulet.gateway.stream;

import dev.rivulet.gateway.log.event.ChunkRecord;
import dev.rivulet.gateway.log.tail.LiveTail.Attachment;
import java.util.List;

/**
 * Where a {@link LogSubscriber} is between the log and its live end. Each state overrides what happens in it; everything
 * else has no effect. Owned by the reader's loop.
 */
abstract sealed class SubscriberState {

    /** The reader begins. */
    void begin() {}

    /** Records arrive live. */
    void onRecords(List<ChunkRecord> records) {}

    /** The tail lost its position: records may have been skipped. */
    void onResync() {}

    /** Takes the next step towards the live end. */
    void advance() {}

    /** Kafka says where the log ends, and the reader is not beyond it. */
    void onEndChecked() {}

    /** The reader is full. */
    void onFull() {}

    /** The reader has caught up. */
    void drained() {}

    /** Another state follows. */
    void leave(SubscriberState following) {}

    /** Nothing was asked for yet. */
    static final class Idle extends SubscriberState {}

    /** Attached before the reader begins. Live records are kept; if they are too many, they are read from the log later. */
    static final class Attached extends SubscriberState {

        private final LogSubscriber<?> reader;
        private final Attachment attachment;
        private final JoinBuffer kept = new JoinBuffer();
        private boolean overflowed;

        Attached(LogSubscriber<?> reader, Attachment attachment) {
            this.reader = reader;
            this.attachment = attachment;
        }

        @Override
        void begin() {
            if (overflowed) {
                reader.replay();
            } else {
                reader.advanceTo(new Joining(reader, attachment, kept));
            }
        }

        @Override
        void onRecords(List<ChunkRecord> records) {
            if (!kept.add(records)) {
                onResync();
            }
        }

        @Override
        void onResync() {
            overflowed = true;
            attachment.detach();
        }

        @Override
        void leave(SubscriberState following) {
            if (!(following instanceof Joining)) {
                attachment.detach();
            }
        }
    }

    /** Not attached. Reads the log towards the tail's position. */
    static final class Replaying extends SubscriberState {

        private final LogSubscriber<?> reader;

        Replaying(LogSubscriber<?> reader) {
            this.reader = reader;
        }

        @Override
        void advance() {
            long tail = reader.tailPosition();
            if (reader.next() < tail) {
                reader.readTo(tail);
            } else if (reader.next() == tail) {
                onEndChecked();
            } else {
                // This tail is behind one that the reader was at before, or the log has lost records.
                reader.checkEnd();
            }
        }

        @Override
        void onEndChecked() {
            reader.advanceTo(new Joining(reader, reader.attachToTail(), new JoinBuffer()));
        }

        @Override
        void onFull() {
            reader.enter(new Lagging(reader));
        }
    }

    /** Attached. Records before the attachment's position are being read; those after it are kept. */
    static final class Joining extends SubscriberState {

        private final LogSubscriber<?> reader;
        private final Attachment attachment;
        private final JoinBuffer kept;

        Joining(LogSubscriber<?> reader, Attachment attachment, JoinBuffer kept) {
            this.reader = reader;
            this.attachment = attachment;
            this.kept = kept;
        }

        @Override
        void onRecords(List<ChunkRecord> records) {
            if (!kept.add(records)) {
                // The page that is being read still counts; after it there is more to read.
                reader.enter(new Replaying(reader));
            }
        }

        @Override
        void onResync() {
            reader.replay();
        }

        @Override
        void advance() {
            if (reader.next() < attachment.position()) {
                reader.readTo(attachment.position());
                return;
            }
            reader.enter(new Live(reader, attachment));
            if (reader.show(kept.records())) {
                reader.caughtUp();
            }
        }

        @Override
        void onFull() {
            reader.leaveTail();
        }

        @Override
        void leave(SubscriberState following) {
            if (!(following instanceof Live)) {
                attachment.detach();
            }
        }
    }

    /** Attached. Records are shown as they arrive. */
    static final class Live extends SubscriberState {

        private final LogSubscriber<?> reader;
        private final Attachment attachment;

        Live(LogSubscriber<?> reader, Attachment attachment) {
            this.reader = reader;
            this.attachment = attachment;
        }

        @Override
        void onRecords(List<ChunkRecord> records) {
            reader.show(records);
        }

        @Override
        void onResync() {
            reader.replay();
        }

        @Override
        void onFull() {
            reader.leaveTail();
        }

        @Override
        void drained() {
            reader.caughtUp();
        }

        @Override
        void leave(SubscriberState following) {
            attachment.detach();
        }
    }

    /** The reader is full. Nothing is read until it has caught up. */
    static final class Lagging extends SubscriberState {

        private final LogSubscriber<?> reader;

        Lagging(LogSubscriber<?> reader) {
            this.reader = reader;
        }

        @Override
        void drained() {
            reader.replay();
        }
    }

    /** Over, for whatever reason. */
    static final class Ended extends SubscriberState {}
}
