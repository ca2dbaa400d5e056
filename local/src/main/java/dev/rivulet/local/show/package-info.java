/** {@code ./rivulet up --show}: a system of processes that the page can break. */
package dev.rivulet.local.show;
