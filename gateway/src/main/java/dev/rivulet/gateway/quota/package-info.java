/** What each principal may use of this gateway at a time. */
package dev.rivulet.gateway.quota;
