package dev.rivulet.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class TokenLedgerTest {

    @Test
    void allInTurn() {
        assertCounts(ledger(3, 0, 1, 2), 0, 0, 0);
    }

    @Test
    void whatNeverCameIsLost() {
        assertCounts(ledger(5, 0, 3), 3, 0, 0);
    }

    @Test
    void whatCameTwiceIsDuplicated() {
        assertCounts(ledger(3, 0, 1, 1, 2, 0), 0, 2, 0);
    }

    @Test
    void whatCameLateIsOutOfOrderAndNotLost() {
        assertCounts(ledger(4, 0, 2, 1, 3), 0, 0, 1);
    }

    @Test
    void whatIsBeyondTheEndIsOneTooMany() {
        assertCounts(ledger(2, 0, 1, 2), 0, 1, 0);
    }

    @Test
    void inAStreamThatHasNotEndedOnlyWhatWasLeftOutIsLost() {
        assertThat(ledger(10, 0, 1, 4).lost(false)).isEqualTo(2);
    }

    @Test
    void onlyTheFirstToComeIsFirst() {
        TokenLedger ledger = new TokenLedger(3);
        assertThat(ledger.arrived(1)).isTrue();
        assertThat(ledger.arrived(0)).isFalse();
        assertThat(ledger.arrived(1)).isFalse();
    }

    private static TokenLedger ledger(int expected, int... arrivals) {
        TokenLedger ledger = new TokenLedger(expected);
        Arrays.stream(arrivals).forEach(ledger::arrived);
        return ledger;
    }

    private static void assertCounts(TokenLedger ledger, int lost, int duplicated, int outOfOrder) {
        assertThat(ledger.lost(true)).as("lost").isEqualTo(lost);
        assertThat(ledger.duplicated()).as("duplicated").isEqualTo(duplicated);
        assertThat(ledger.outOfOrder()).as("out of order").isEqualTo(outOfOrder);
    }
}
