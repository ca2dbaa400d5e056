package dev.rivulet.worker.provider;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** What came of a call so far. */
public final class Shown implements CompletionListener {

    public final List<String> asked = new CopyOnWriteArrayList<>();
    public final List<String> failed = new CopyOnWriteArrayList<>();
    public final AtomicInteger alive = new AtomicInteger();
    public final List<String> tokens = new CopyOnWriteArrayList<>();

    @Override
    public void requestSent(String provider, String model) {
        asked.add(provider + "/" + model);
    }

    @Override
    public void requestFailed(String provider, ProviderException failure) {
        failed.add(provider + "/" + failure.code().code());
    }

    @Override
    public void alive() {
        alive.incrementAndGet();
    }

    @Override
    public void token(String text) {
        tokens.add(text);
    }

    public String text() {
        return String.join("", tokens);
    }
}
