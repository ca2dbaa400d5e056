package dev.rivulet.worker.provider;

import dev.rivulet.schemas.Message;
import java.util.AbstractList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A prompt that notes the threads that read it. */
public final class ReadPrompt extends AbstractList<Message> {

    public final Set<Thread> readers = ConcurrentHashMap.newKeySet();
    private final List<Message> messages;

    public ReadPrompt(Message... messages) {
        this.messages = List.of(messages);
    }

    @Override
    public Message get(int index) {
        readers.add(Thread.currentThread());
        return messages.get(index);
    }

    @Override
    public int size() {
        return messages.size();
    }
}
