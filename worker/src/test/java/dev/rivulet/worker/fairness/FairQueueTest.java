package dev.rivulet.worker.fairness;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FairQueueTest {

    private static final ShareKey A = new ShareKey("a");
    private static final ShareKey B = new ShareKey("b");
    private static final ShareKey C = new ShareKey("c");

    private final FairQueue<String> queue = new FairQueue<>();

    @Test
    void oneKeysTenThousandDelayAnothersFirstByOne() {
        IntStream.range(0, 10_000).forEach(i -> queue.add(A, "a" + i));
        queue.add(B, "b0");

        assertThat(List.of(queue.poll(), queue.poll(), queue.poll())).containsExactly("a0", "b0", "a1");
        assertThat(queue.size()).isEqualTo(9_998);
    }

    @Test
    void keysTakeTurnsAndTheItemsOfEachComeInOrder() {
        List.of("a0", "a1", "a2").forEach(item -> queue.add(A, item));
        List.of("b0", "b1").forEach(item -> queue.add(B, item));
        queue.add(C, "c0");

        assertThat(queue.keys()).isEqualTo(3);
        assertThat(all()).containsExactly("a0", "b0", "c0", "a1", "b1", "a2");
        assertThat(queue.isEmpty()).isTrue();
        assertThat(queue.keys()).isZero();
    }

    @Test
    void itemsOfAKeyEachAreTakenInOrderOfArrival() {
        IntStream.range(0, 5).forEach(i -> queue.add(new ShareKey("session-" + i), "turn-" + i));

        assertThat(all()).containsExactly("turn-0", "turn-1", "turn-2", "turn-3", "turn-4");
    }

    @Test
    void whoComesBackIsBehindThoseThatWaitedMeanwhile() {
        queue.add(A, "a0");
        queue.add(B, "b0");
        assertThat(queue.poll()).isEqualTo("a0");

        queue.add(C, "c0");
        queue.add(A, "a1");

        assertThat(all()).containsExactly("b0", "c0", "a1");
    }

    @Test
    void anItemThatIsTakenOutCostsItsKeyNoTurn() {
        List.of("a0", "a1").forEach(item -> queue.add(A, item));
        List.of("b0", "b1").forEach(item -> queue.add(B, item));

        assertThat(queue.remove(A, "a0")).isTrue();
        assertThat(queue.remove(A, "a0")).isFalse();
        assertThat(queue.remove(C, "c0")).isFalse();
        assertThat(queue.peek()).isEqualTo("a1");

        assertThat(queue.remove(A, "a1")).isTrue();
        assertThat(queue.keys()).isEqualTo(1);
        assertThat(all()).containsExactly("b0", "b1");
    }

    /** Whatever comes and goes: between its arrival and its turn, each other key has one turn at most. */
    @Test
    void noKeyWaitsForMoreThanOneItemOfEachOther() {
        Random random = new Random(14);
        List<ShareKey> keys = IntStream.range(0, 8).mapToObj(i -> new ShareKey("key-" + i)).toList();
        Map<String, ShareKey> waiting = new HashMap<>();
        Map<ShareKey, Map<ShareKey, Integer>> overtaken = new HashMap<>(); // since it came, or its last turn
        for (int step = 0; step < 4_000; step++) {
            ShareKey key = keys.get(Math.min(random.nextInt(8), random.nextInt(8)));
            if (random.nextInt(5) < 3) {
                String item = "item-" + step;
                queue.add(key, item);
                waiting.put(item, key);
                overtaken.putIfAbsent(key, new HashMap<>());
            } else if (random.nextInt(8) == 0) {
                waiting.entrySet().stream().filter(entry -> entry.getValue().equals(key)).findFirst()
                        .ifPresent(entry -> {
                            assertThat(queue.remove(key, entry.getKey())).isTrue();
                            gone(waiting, overtaken, entry.getKey());
                        });
            } else if (!queue.isEmpty()) {
                assertThat(queue.inOrder().getFirst()).isEqualTo(queue.peek());
                String item = queue.poll();
                ShareKey turn = waiting.get(item);
                overtaken.remove(turn);
                overtaken.values().forEach(others -> others.merge(turn, 1, Integer::sum));
                assertThat(overtaken.values()).allSatisfy(
                        others -> assertThat(others.values()).allMatch(turns -> turns <= 1));
                overtaken.put(turn, new HashMap<>());
                gone(waiting, overtaken, item);
            }
            assertThat(queue.size()).isEqualTo(waiting.size());
        }
        assertThat(queue.inOrder()).containsExactlyElementsOf(all());
    }

    private static void gone(Map<String, ShareKey> waiting, Map<ShareKey, Map<ShareKey, Integer>> overtaken,
            String item) {
        ShareKey key = waiting.remove(item);
        if (!waiting.containsValue(key)) {
            overtaken.remove(key);
        }
    }

    private List<String> all() {
        List<String> all = new ArrayList<>();
        List<String> announced = queue.inOrder();
        while (!queue.isEmpty()) {
            all.add(queue.poll());
        }
        assertThat(announced).isEqualTo(all);
        return all;
    }
}
