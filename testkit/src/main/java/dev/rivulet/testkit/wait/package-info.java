/** How tests wait for a condition. Needs Awaitility, which the module that tests brings along. */
package dev.rivulet.testkit.wait;
