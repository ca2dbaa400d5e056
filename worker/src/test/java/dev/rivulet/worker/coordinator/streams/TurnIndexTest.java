package dev.rivulet.worker.coordinator.streams;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.command.TurnPage;
import dev.rivulet.schemas.event.PastTurn;
import dev.rivulet.schemas.event.SessionState;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.processor.api.MockProcessorContext;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.Stores;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TurnIndexTest {

    private static final SessionState STATE = new SessionState(turn(0), null, null, null, List.of());

    private final KeyValueStore<String, byte[]> store = Stores.keyValueStoreBuilder(
            Stores.inMemoryKeyValueStore("conversations"), Serdes.String(), Serdes.ByteArray()).withLoggingDisabled()
            .withCachingDisabled().build();
    private final TurnIndex index = new TurnIndex(store);

    @BeforeEach
    void open() {
        MockProcessorContext<Void, Void> context = new MockProcessorContext<>();
        store.init(context.getStateStoreContext(), store);
    }

    @Test
    void turnsAreReadNewestFirstPageByPageWithoutGapOrRepetition() {
        IntStream.range(1, 11).forEach(i -> add("s", i));

        assertThat(numbers(page("s", 4, null))).containsExactly(10, 9, 8, 7);
        assertThat(numbers(page("s", 4, turn(7)))).containsExactly(6, 5, 4, 3);
        assertThat(numbers(page("s", 4, turn(3)))).containsExactly(2, 1);
        assertThat(page("s", 4, null).more()).isTrue();
        assertThat(page("s", 4, turn(3)).more()).isNull();
        assertThat(page("s", 10, null).more()).isNull();
    }

    @Test
    void aPageBeginsBeforeATurnThatIsNotThere() {
        add("s", 2);
        add("s", 6);
        assertThat(numbers(page("s", 4, turn(5)))).containsExactly(2);
        assertThat(page("s", 4, turn(1)).turns()).isEmpty();
    }

    @Test
    void sessionsWhoseNamesBeginAlikeHaveTheirOwnTurns() {
        List<String> sessions = List.of("s", "s-1", "s.1", "s0", "s~", "s_", "S", "r");
        sessions.forEach(session -> {
            store.put(session, new byte[]{1});
            add(session, sessions.indexOf(session));
        });

        sessions.forEach(session -> assertThat(numbers(page(session, 9, null)))
                .containsExactly(sessions.indexOf(session)));

        index.clear("s");
        assertThat(page("s", 9, null).turns()).isEmpty();
        sessions.stream().filter(other -> !other.equals("s"))
                .forEach(other -> assertThat(page(other, 9, null).turns()).hasSize(1));
        sessions.forEach(session -> assertThat(store.get(session)).as("the conversation of " + session).isNotNull());
    }

    @Test
    void aPageIsBoundedWhateverIsAskedFor() {
        IntStream.range(0, TurnIndex.MAX_PAGE + 1).forEach(i -> add("s", i));
        SessionState page = page("s", Integer.MAX_VALUE, null);
        assertThat(page.turns()).hasSize(TurnIndex.MAX_PAGE);
        assertThat(page.more()).isTrue();
    }

    @Test
    void aResultThatIsReadAgainChangesNothing() {
        add("s", 1);
        add("s", 2);
        add("s", 1);
        assertThat(numbers(page("s", 9, null))).containsExactly(2, 1);
    }

    @Test
    void turnsInMemoryAreMarked() {
        add("s", 1);
        add("s", 2);
        assertThat(index.complete(STATE, "s", new TurnPage(9, null), List.of(turn(2))).turns())
                .extracting(PastTurn::inMemory).containsExactly(true, null);
    }

    @Test
    void anEntryThatCannotBeReadHidesNoOther() {
        add("s", 1);
        store.put("s/" + turn(2), new byte[]{'x'});
        add("s", 3);
        assertThat(numbers(page("s", 9, null))).containsExactly(3, 1);
    }

    private void add(String session, int number) {
        index.add(session, turn(number), new IndexedTurn(number, 100, 5));
    }

    private SessionState page(String session, int limit, TurnId before) {
        return index.complete(STATE, session, new TurnPage(limit, before), List.of());
    }

    private static List<Integer> numbers(SessionState state) {
        return state.turns().stream().map(turn -> (int) turn.offset()).toList();
    }

    private static TurnId turn(int number) {
        return new TurnId(new UUID((long) (1 + number) << 16 | 0x7000, 1L << 63));
    }
}
