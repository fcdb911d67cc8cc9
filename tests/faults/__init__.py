"""What happens when processes die, disks fill and files rot."""
