/** {@code ./rivulet capacity}: what a load needs, by formulas and by a simulation. */
package dev.rivulet.bench.capacity;
