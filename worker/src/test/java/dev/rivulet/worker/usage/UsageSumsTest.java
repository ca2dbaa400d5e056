package dev.rivulet.worker.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rivulet.runtime.config.Config;
import dev.rivulet.runtime.config.PriceTable;
import dev.rivulet.runtime.config.UsageConfig;
import dev.rivulet.schemas.ErrorCode;
import dev.rivulet.schemas.RequestedBy;
import dev.rivulet.schemas.SessionId;
import dev.rivulet.schemas.TurnId;
import dev.rivulet.schemas.Usage;
import dev.rivulet.schemas.result.Outcome;
import dev.rivulet.schemas.usage.UsageTotal;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class UsageSumsTest {

    private static final String ALICE = "aaaaaaaaaaaaaaaaaaaaaa";
    private static final String BOB = "bbbbbbbbbbbbbbbbbbbbbb";
    private static final long TODAY = Instant.parse("2026-01-31T23:59:59.999Z").toEpochMilli();
    private static final Outcome DONE = new Outcome.Completed("stop", new Usage(10, 20, 30));

    private final UsageSums sums = sums(100);
    private int turns;
    private long offset;

    @BeforeEach
    void begin() {
        sums.begin(3, 7);
    }

    @Test
    void aModelWhoseNameIsTooLongForARecordIsNotKnown() {
        count(ALICE, "m".repeat(4 << 20), DONE);
        assertThat(sums.changed()).singleElement().extracting(UsageTotal::model).isEqualTo("unknown");
    }

    @Test
    void whatAnOwnerUsedOnADayWithAModelIsAddedUp() {
        count(ALICE, "m", DONE);
        count(ALICE, "m", Outcome.failed(ErrorCode.IDLE_TIMEOUT, "x").withUsage(Usage.estimate(1, 2)));
        assertThat(sums.changed())
                .containsExactly(new UsageTotal(ALICE, "rivulet|" + ALICE, "2026-01-31", "m", "3@7", 2,
                        11, 22, 33, 1, "0.000055", "EUR"));
        assertThat(sums.changed().getFirst().key()).isEqualTo(ALICE + "|2026-01-31|3@7|m");
    }

    @Test
    void ownersModelsAndDaysAreApart() {
        count(ALICE, "m", DONE);
        count(BOB, "m", DONE);
        count(ALICE, "other", DONE);
        sums.count(3, offset++, TODAY + 1, result(ALICE, "m", DONE));
        assertThat(sums.changed()).hasSize(4).extracting(UsageTotal::key).doesNotHaveDuplicates();
        assertThat(sums.changed().get(2).cost()).isNull();
        assertThat(sums.changed().get(2).currency()).isNull();
        assertThat(sums.changed().getLast().day()).isEqualTo("2026-02-01");
    }

    @Test
    void aTurnWithoutUsageCountsForNothing() {
        count(ALICE, "m", Outcome.cancelled());
        count(ALICE, "m", new Outcome.Unknown("later"));
        assertThat(sums.changed()).isEmpty();
    }

    @Test
    void aResultThatIsThereTwiceCountsOnceAlsoIfTheFirstWasCountedEarlier() {
        CountedResult result = result(ALICE, "m", DONE);
        CountedResult earlier = result(ALICE, "m", DONE);
        sums.counted(earlier);
        sums.count(3, 7, TODAY, result);
        sums.count(3, 8, TODAY, result);
        sums.count(3, 9, TODAY, earlier);
        assertThat(sums.changed()).singleElement().extracting(UsageTotal::turns).isEqualTo(1L);
    }

    @Test
    void onlyWhatChangedIsWrittenAgain() {
        count(ALICE, "m", DONE);
        count(BOB, "m", DONE);
        sums.written();
        assertThat(sums.changed()).isEmpty();
        count(BOB, "m", DONE);
        assertThat(sums.changed()).singleElement().satisfies(total -> {
            assertThat(total.owner()).isEqualTo(BOB);
            assertThat(total.turns()).isEqualTo(2);
        });
    }

    @Test
    void whoBeginsToCountAPartitionBeginsNewSums() {
        count(ALICE, "m", DONE);
        sums.written();
        sums.end(3);
        assertThat(sums.changed()).isEmpty();
        sums.begin(3, 8);
        count(ALICE, "m", DONE);
        assertThat(sums.changed()).singleElement().satisfies(total -> {
            assertThat(total.part()).isEqualTo("3@8");
            assertThat(total.turns()).isEqualTo(1);
        });
    }

    @Test
    void tooManySumsAreLetGoAndNewOnesBeginBehindWhatTheyCover() {
        UsageSums few = sums(1);
        few.begin(0, 0);
        few.begin(1, 50);
        few.count(0, 0, TODAY, result(ALICE, "m", DONE));
        few.count(0, 1, TODAY, result(BOB, "m", DONE));
        few.count(1, 50, TODAY, result(BOB, "m", DONE));
        few.written();
        few.count(0, 2, TODAY, result(ALICE, "m", DONE));
        few.count(1, 51, TODAY, result(BOB, "m", DONE));
        assertThat(few.changed()).extracting(UsageTotal::part).containsExactly("0@2", "1@51");
        assertThat(few.changed()).extracting(UsageTotal::turns).containsOnly(1L);
    }

    @Test
    void sessionsWithoutAnOwnerHaveOneTogether() {
        sums.count(3, offset++, TODAY, new CountedResult(new SessionId("demo~1"), turn(), 1, DONE, null, null));
        assertThat(sums.changed()).singleElement().satisfies(total -> {
            assertThat(total.owner()).isEmpty();
            assertThat(total.principal()).isNull();
            assertThat(total.model()).isEqualTo("unknown");
        });
    }

    private void count(String owner, String model, Outcome outcome) {
        sums.count(3, 7 + offset++, TODAY, result(owner, model, outcome));
    }

    private CountedResult result(String owner, String model, Outcome outcome) {
        return new CountedResult(new SessionId(owner + "~s"), turn(), 1, outcome, model,
                new RequestedBy("rivulet|" + owner, null));
    }

    private TurnId turn() {
        return new TurnId(new UUID(0x7000L | ++turns, 1L << 63));
    }

    private static UsageSums sums(int most) {
        return new UsageSums(PriceTable.of(Config.of(Map.of(), Map.of("rivulet.usage.prices", "m=1/2",
                "rivulet.usage.currency", "EUR")).section(UsageConfig.class, UsageConfig.PREFIX)), most);
    }
}
