#!/bin/sh
# Makes fixtures/nvGesture/Video_data by ffmpeg: tiny clips in the layout of nvGesture, without loss. The grey or red of
# frame N is 3 N, the background's alone; a square moves over it.
set -eu
cd "$(dirname "$0")/../fixtures/nvGesture"
square='between(X,mod(N,12),mod(N,12)+3)*between(Y,4,7)'
clip() { # FOLDER FRAMES
  mkdir -p "Video_data/$1"
  common="-v error -y -f lavfi -i nullsrc=s=16x12:r=30 -frames:v $2"
  ffmpeg $common -vf "format=gray,geq=lum='if($square,255,3*N)'" \
    -c:v ffv1 -level 1 -g 300 -flags +bitexact -fflags +bitexact "Video_data/$1/sk_depth.avi"
  ffmpeg $common -vf "format=gbrp,geq=r='3*N':g=100:b='if($square,255,0)'" \
    -c:v ffv1 -level 1 -g 300 -flags +bitexact -fflags +bitexact "Video_data/$1/sk_color.avi"
}
clip class_01/subject1_r0 84
clip class_01/subject2_r0 82
clip class_25/subject1_r0 83
clip class_02/subject3_r1 82
