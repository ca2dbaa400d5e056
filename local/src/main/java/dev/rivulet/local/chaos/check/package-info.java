/** Checks the promises against what clients saw and what the topics contain. */
package dev.rivulet.local.chaos.check;
