package dev.rivulet.testkit.llm;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A long answer of the demo: long enough to break something in the middle of it. */
final class DemoStory {

    private static final int STATIONS = 40;
    private static final List<String> PLACES = List.of("a mill that grinds at night",
            "a bridge with a toll of one song",
            "a meadow where the herons wait", "a town that sells its echoes", "a lock whose keeper collects clouds");
    private static final List<String> EVENTS = List.of("the water slows down to listen", "a boat asks for the way",
            "two currents agree on a direction", "somebody throws in a letter", "the rain catches up");

    static final String TEXT = IntStream.rangeClosed(1, STATIONS).mapToObj(DemoStory::station)
            .collect(Collectors.joining("\n", "The story of a river, from its spring to the sea:\n\n", "\n\nThen it is"
                    + " the sea, and tells the story to the clouds."));

    private DemoStory() {}

    private static String station(int number) {
        return number + ". At kilometre " + 7 * number + " there is " + PLACES.get(number % PLACES.size()) + ", and "
                + EVENTS.get(number * 3 % EVENTS.size()) + ".";
    }
}
