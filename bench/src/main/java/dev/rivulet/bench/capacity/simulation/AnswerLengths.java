package dev.rivulet.bench.capacity.simulation;

import java.util.SplittableRandom;

/** How long answers are, around their mean. */
public enum AnswerLengths {

    /** All alike. */
    FIXED {
        @Override
        double whole(SplittableRandom random) {
            return 1;
        }

        @Override
        double rest(SplittableRandom random) {
            return random.nextDouble();
        }
    },
    /** Most are shorter than the mean, a few much longer. */
    EXPONENTIAL {
        @Override
        double whole(SplittableRandom random) {
            return Arrivals.exponential(random);
        }

        @Override
        double rest(SplittableRandom random) {
            return Arrivals.exponential(random);
        }
    };

    /** Returns the length of an answer in units of the mean. */
    abstract double whole(SplittableRandom random);

    /** Returns what is left of one that is met at some time in a steady state. */
    abstract double rest(SplittableRandom random);
}
