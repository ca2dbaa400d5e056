/** Shows turns and conversations on a screen. */
package dev.rivulet.local.answer;
