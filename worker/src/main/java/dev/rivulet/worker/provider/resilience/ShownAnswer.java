package dev.rivulet.worker.provider.resilience;

import dev.rivulet.worker.provider.AnswerListener;

/** Passes an answer on and notes whether any of it was shown: from then on, another call would repeat text. */
final class ShownAnswer implements AnswerListener {

    private final AnswerListener answer;
    private volatile boolean any;

    ShownAnswer(AnswerListener answer) {
        this.answer = answer;
    }

    @Override
    public void asking(String provider, String model) {
        answer.asking(provider, model);
    }

    @Override
    public void token(String text) {
        any = true;
        answer.token(text);
    }

    boolean any() {
        return any;
    }
}
