/** What is promised about the events of a turn, as objects that check what clients saw. */
package dev.rivulet.testkit.guarantee;
