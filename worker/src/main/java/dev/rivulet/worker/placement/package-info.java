/** Which worker executes an attempt, and how its job gets there. */
package dev.rivulet.worker.placement;
