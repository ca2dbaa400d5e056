package dev.rivulet.bench.load.plan;

/**
 * A resume storm: the connections of all readers are closed at once while other streams run.
 *
 * @param readers with the time of the cut
 * @param others streams that are not cut, measured from before the cut until after it
 */
public record StormPlan(ReadersPlan readers, LoadPlan others) implements Plan {

    @Override
    public long giveUpAt() {
        return others.giveUpAt();
    }
}
